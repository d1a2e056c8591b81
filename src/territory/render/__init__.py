"""Control states → timeline document → folium layers and player. The only importer of folium."""
