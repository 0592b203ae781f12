"""The features: columns on the kernel that never lean on one another."""
