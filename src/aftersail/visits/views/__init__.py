"""Pages of the visits chapter: the engineer's, the desk's, the report's, and the panels on earlier chapters' pages."""
