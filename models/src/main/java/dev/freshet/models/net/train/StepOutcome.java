package dev.freshet.models.net.train;

import dev.freshet.models.net.HostTensor;
import dev.freshet.models.net.Tensors;

/**
 * What a training step gave.
 *
 * @param values what the loss computed, the loss included
 * @param gradients of the loss by each wanted input; zeros where it does not depend on it
 * @param taken false if a gradient of a parameter was not finite and the parameters stayed
 */
public record StepOutcome(Tensors<HostTensor> values, Tensors<float[]> gradients, boolean taken) {}
