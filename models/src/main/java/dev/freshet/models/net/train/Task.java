package dev.freshet.models.net.train;

import dev.freshet.models.net.HostTensor;
import dev.freshet.models.net.Loss;
import dev.freshet.models.net.Tensors;

/** A loss and the inputs that it is computed from. */
public record Task(Loss loss, Tensors<HostTensor> inputs) {}
