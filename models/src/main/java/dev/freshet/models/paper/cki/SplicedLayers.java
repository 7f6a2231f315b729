package dev.freshet.models.paper.cki;

import dev.freshet.models.net.Initialiser;
import dev.freshet.models.net.Input;
import dev.freshet.models.net.Network;
import dev.freshet.models.net.Ops;
import dev.freshet.models.net.Parameter;
import dev.freshet.models.net.Tensors;
import java.util.ArrayList;
import java.util.List;

/**
 * Matrices as a network without inputs: its parameters are the matrices {@code A}, its outputs the
 * spliced matrices and each parent's weight.
 */
record SplicedLayers(List<SplicedLayer> all) implements Network {

  /** Entries from which several threads are used; a million gain by it, between is not measured. */
  private static final int LARGE = 1 << 17;

  SplicedLayers {
    all = List.copyOf(all);
  }

  @Override
  public List<Parameter> initialise(long seed) {
    Initialiser initialiser = new Initialiser(seed);
    List<Parameter> parameters = new ArrayList<>();
    all.forEach(layer -> parameters.addAll(layer.compatibility(initialiser)));
    return parameters;
  }

  @Override
  public List<Input> inputs() {
    return List.of();
  }

  @Override
  public <T> Tensors<T> forward(Ops<T> ops, Tensors<T> inputs, Tensors<T> parameters) {
    Tensors<T> outputs = new Tensors<>();
    all.forEach(layer -> layer.splice(ops, parameters, outputs));
    return outputs;
  }

  /** Those of {@code compatibility} that belong to one of these matrices. */
  List<Parameter> own(List<Parameter> compatibility) {
    return compatibility.stream()
        .filter(parameter -> all.stream().anyMatch(layer -> layer.isCompatibility(parameter)))
        .toList();
  }

  /** Whether so many entries are worth several threads. */
  static boolean isLarge(int entries) {
    return entries >= LARGE;
  }

  /** Each matrix by itself where they are large, and all together where that is not worth it. */
  List<SplicedLayers> parts() {
    return isLarge(all.stream().mapToInt(SplicedLayer::size).sum())
        ? all.stream().map(layer -> new SplicedLayers(List.of(layer))).toList()
        : List.of(this);
  }
}
