"""The invented world that `aftersail demo` shows, and the small one that tests work in."""
