#ifndef ATTACHE_ALLOCATIONS_H
#define ATTACHE_ALLOCATIONS_H

#include <stdint.h>

// Preloaded into another program (`LD_PRELOAD`), it keeps the account in the file that `ATTACHE_HEAP_ACCOUNT` names: for each
// thread 64 bytes that begin with the three numbers.

/// What all threads of the process have asked of the heap so far.
typedef struct {
    /// How many blocks were asked for; a block made larger or smaller counts as one more.
    int64_t count;
    /// How many bytes were asked for with them.
    int64_t bytes;
    /// How many bytes are held now, as the heap rounds them.
    int64_t held;
} heap_account;

/// Reads the account. Exact when no other thread is at work.
heap_account heap_account_now(void);

#endif
