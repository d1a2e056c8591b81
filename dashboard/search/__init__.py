"""The search box: places in any spelling, groups, publishers, articles. It asks `/territory/search` as one types."""
