"""From a move to the words of a reply, by rules; what a model is told to say is worded here, too."""
