"""What a community does in a programme: enrol, answer, attach evidence, hand in, recall."""
