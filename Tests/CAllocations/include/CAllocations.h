#pragma once

// Counts what the process allocates: this library's malloc and its relatives stand before those of the C library.

/// Starts to count from zero.
void allocations_start(void);
/// Stops, and returns how often memory was asked for, other than by oneDNN while it computes (2.6 makes a table of a
/// primitive's arguments each time and packs matrices for a product; no setting avoids that). −1 where this C library's functions cannot be counted.
long allocations_stop(void);
