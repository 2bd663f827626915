// Stands before the C library's heap and counts what passes. Each thread counts for itself, so that threads do not slow
// each other down; those beyond the last place share it.

#include "CAllocations.h"

#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *block, size_t size);
extern void *__libc_memalign(size_t alignment, size_t size);
extern void __libc_free(void *block);

enum { place_count = 256 };

typedef struct {
    _Alignas(64) _Atomic int64_t count;
    _Atomic int64_t bytes;
    _Atomic int64_t held;
} place;

static place own_places[place_count];
static place *places = own_places;
static _Atomic int next_place;
static _Thread_local int my_place __attribute__((tls_model("initial-exec"))) = -1;

static void add(_Atomic int64_t *total, int64_t amount) {
    if (my_place == place_count - 1) {
        atomic_fetch_add_explicit(total, amount, memory_order_relaxed);
    } else {
        int64_t former = atomic_load_explicit(total, memory_order_relaxed);
        atomic_store_explicit(total, former + amount, memory_order_relaxed);
    }
}

static place *mine(void) {
    if (my_place < 0) {
        int number = atomic_fetch_add_explicit(&next_place, 1, memory_order_relaxed);
        my_place = number < place_count ? number : place_count - 1;
    }
    return &places[my_place];
}

static void *taken(void *block, size_t size) {
    if (block == NULL) { return NULL; }
    place *account = mine();
    add(&account->count, 1);
    add(&account->bytes, (int64_t)size);
    add(&account->held, (int64_t)malloc_usable_size(block));
    return block;
}

void *malloc(size_t size) { return taken(__libc_malloc(size), size); }

void *calloc(size_t count, size_t size) { return taken(__libc_calloc(count, size), count * size); }

void *realloc(void *block, size_t size) {
    int64_t former = block == NULL ? 0 : (int64_t)malloc_usable_size(block);
    void *latter = __libc_realloc(block, size);
    if (latter != NULL || size == 0) { add(&mine()->held, -former); }
    return taken(latter, size);
}

void free(void *block) {
    if (block == NULL) { return; }
    add(&mine()->held, -(int64_t)malloc_usable_size(block));
    __libc_free(block);
}

void *memalign(size_t alignment, size_t size) { return taken(__libc_memalign(alignment, size), size); }

void *aligned_alloc(size_t alignment, size_t size) { return memalign(alignment, size); }

int posix_memalign(void **block, size_t alignment, size_t size) {
    if (alignment % sizeof(void *) != 0 || (alignment & (alignment - 1)) != 0) { return EINVAL; }
    *block = memalign(alignment, size);
    return *block == NULL ? ENOMEM : 0;
}

// A program that this was preloaded into keeps its account where another can read it.
__attribute__((constructor)) static void publish(void) {
    const char *path = getenv("ATTACHE_HEAP_ACCOUNT");
    int file = path == NULL ? -1 : open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (file < 0) { return; }
    if (ftruncate(file, sizeof own_places) == 0) {
        void *shared = mmap(NULL, sizeof own_places, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
        if (shared != MAP_FAILED) { places = shared; }
    }
    close(file);
}

heap_account heap_account_now(void) {
    heap_account sum = {0, 0, 0};
    for (int number = 0; number < place_count; number++) {
        sum.count += atomic_load_explicit(&places[number].count, memory_order_relaxed);
        sum.bytes += atomic_load_explicit(&places[number].bytes, memory_order_relaxed);
        sum.held += atomic_load_explicit(&places[number].held, memory_order_relaxed);
    }
    return sum;
}
