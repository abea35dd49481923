//! Gazetteers and lexicons: countries, regions, cities, organisations, titles, equipment, events, names.
