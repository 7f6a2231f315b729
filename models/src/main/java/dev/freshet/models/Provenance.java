package dev.freshet.models;

/**
 * Where trained weights come from; travels with them and is returned with each ranking.
 *
 * @param model name, such as {@code sasrec}
 * @param generation rows and networks of different generations are never mixed
 * @param step training step of the dense network; grows within a generation
 * @param dataset name of the training data
 * @param config the model's configuration as JSON
 * @param seed seed of every random generator of the run
 */
public record Provenance(
    String model, String generation, long step, String dataset, String config, long seed) {}
