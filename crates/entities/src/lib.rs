//! People, organisations, places, events and equipment, and their chains within a document.
