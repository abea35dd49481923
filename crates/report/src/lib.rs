//! Records to a static site, tables and exports.
