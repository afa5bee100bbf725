"""The handover's form on paper (交接验收单): its frozen content, its hash, and its printing."""
