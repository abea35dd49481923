//! Dates, money, percentages, quantities and ordinals of English and Russian text, normalised.
