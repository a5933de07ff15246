"""What turns a checkout into a running product: install, build, serve. `make` calls these one by one."""
