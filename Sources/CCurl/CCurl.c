#include "CCurl.h"

#include <dlfcn.h>
#include <stdarg.h>

/* libcurl, loaded when it is first needed: with the thirty libraries it needs itself, the dynamic linker takes
   milliseconds for it, and most commands of this program never send a request.

   Each function here has the name, and the declaration, of libcurl's own, and calls that. `curl_global_init` is to be
   called before all others, as libcurl demands too; it is what loads the library. */

/* Whatever else the process loads must not take these for libcurl's. */
#pragma GCC visibility push(hidden)

/* Every function of libcurl that this program calls. */
#define CCURL_FUNCTIONS(each)                                                                                          \
    each(curl_easy_cleanup) each(curl_easy_getinfo) each(curl_easy_init) each(curl_easy_pause) each(curl_easy_setopt)  \
    each(curl_easy_strerror) each(curl_global_init) each(curl_multi_add_handle) each(curl_multi_cleanup)               \
    each(curl_multi_info_read) each(curl_multi_init) each(curl_multi_perform) each(curl_multi_poll)                    \
    each(curl_multi_remove_handle) each(curl_multi_setopt) each(curl_slist_append) each(curl_slist_free_all)

#define CCURL_POINTER(name) __typeof__(name) *name##_;
static struct { CCURL_FUNCTIONS(CCURL_POINTER) } loaded;

CURLcode curl_global_init(long flags) {
    /* The library has this name since 2006. It is never unloaded: its threads may outlive its users. */
    void *library = dlopen("libcurl.so.4", RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
    if (!library) return CURLE_FAILED_INIT;
#define CCURL_LOAD(name)                                                                                               \
    loaded.name##_ = (__typeof__(name) *)dlsym(library, #name);                                                        \
    if (!loaded.name##_) return CURLE_FAILED_INIT;
    CCURL_FUNCTIONS(CCURL_LOAD)
    return loaded.curl_global_init_(flags);
}

/* An option has one argument, a long, a pointer or a curl_off_t, which are passed in the same way: libcurl itself looks
   at the option before it knows which it is. */
_Static_assert(sizeof(long) == sizeof(void *) && sizeof(curl_off_t) == sizeof(void *), "one size of arguments");

#define CCURL_ARGUMENT(last, argument)                                                                                 \
    va_list arguments;                                                                                                 \
    va_start(arguments, last);                                                                                         \
    void *argument = va_arg(arguments, void *);                                                                        \
    va_end(arguments)

CURLcode curl_easy_setopt(CURL *handle, CURLoption option, ...) {
    CCURL_ARGUMENT(option, argument);
    return loaded.curl_easy_setopt_(handle, option, argument);
}

CURLcode curl_easy_getinfo(CURL *handle, CURLINFO info, ...) {
    CCURL_ARGUMENT(info, argument);
    return loaded.curl_easy_getinfo_(handle, info, argument);
}

CURLMcode curl_multi_setopt(CURLM *handle, CURLMoption option, ...) {
    CCURL_ARGUMENT(option, argument);
    return loaded.curl_multi_setopt_(handle, option, argument);
}

CURL *curl_easy_init(void) { return loaded.curl_easy_init_(); }

void curl_easy_cleanup(CURL *handle) { loaded.curl_easy_cleanup_(handle); }

CURLcode curl_easy_pause(CURL *handle, int what) { return loaded.curl_easy_pause_(handle, what); }

const char *curl_easy_strerror(CURLcode code) { return loaded.curl_easy_strerror_(code); }

CURLM *curl_multi_init(void) { return loaded.curl_multi_init_(); }

CURLMcode curl_multi_cleanup(CURLM *handle) { return loaded.curl_multi_cleanup_(handle); }

CURLMcode curl_multi_add_handle(CURLM *handle, CURL *transfer) {
    return loaded.curl_multi_add_handle_(handle, transfer);
}

CURLMcode curl_multi_remove_handle(CURLM *handle, CURL *transfer) {
    return loaded.curl_multi_remove_handle_(handle, transfer);
}

CURLMcode curl_multi_perform(CURLM *handle, int *running) { return loaded.curl_multi_perform_(handle, running); }

CURLMsg *curl_multi_info_read(CURLM *handle, int *left) { return loaded.curl_multi_info_read_(handle, left); }

CURLMcode curl_multi_poll(
    CURLM *handle, struct curl_waitfd descriptors[], unsigned int count, int milliseconds, int *ready) {
    return loaded.curl_multi_poll_(handle, descriptors, count, milliseconds, ready);
}

struct curl_slist *curl_slist_append(struct curl_slist *list, const char *text) {
    return loaded.curl_slist_append_(list, text);
}

void curl_slist_free_all(struct curl_slist *list) { loaded.curl_slist_free_all_(list); }

#pragma GCC visibility pop
