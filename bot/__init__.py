"""Everything that speaks Bot Framework: the door, who may do what, delivery."""
