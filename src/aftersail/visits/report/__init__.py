"""The service report (售后服务记录单): frozen content in, the same PDF bytes out, no database."""
