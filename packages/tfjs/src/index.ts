import "#gradients";
