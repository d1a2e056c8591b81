"""What leaves the app: the link to a view, how to cite it, a picture of the map."""
