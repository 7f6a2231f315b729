package dev.freshet.models.net.layer;

import dev.freshet.models.net.Initialiser;
import dev.freshet.models.net.Ops;
import dev.freshet.models.net.Parameter;
import dev.freshet.models.net.Tensors;
import dev.freshet.models.net.TrainingOps;
import java.util.List;

/**
 * The nearest of a book of vectors; van den Oord, Vinyals and Kavukcuoglu, NeurIPS 2017.
 *
 * @param name of its parameter
 * @param codes number of vectors
 */
public record VectorQuantiser(String name, int codes, int width) {

  /**
   * The nearest vector.
   *
   * @param codes [n], {@code INT64}
   * @param vectors [n, width]
   */
  public record Quantised<T>(T codes, T vectors) {}

  /** Uniform in ±1. */
  public List<Parameter> initialise(Initialiser init) {
    return List.of(init.uniform(name, 1, codes, width));
  }

  /** [n, width] to the nearest vectors. */
  public <T> Quantised<T> forward(Ops<T> ops, T x, Tensors<T> parameters) {
    T book = parameters.tensor(name);
    T squares = ops.reduce(Ops.Reduction.SUM, ops.mul(book, book), false, 1); // [codes]
    T products = ops.matmul(x, ops.transpose(book, 1, 0));
    T distances = ops.sub(squares, ops.mul(products, ops.scalar(2))); // less |x|²
    T nearest = ops.argMin(distances, 1);
    return new Quantised<>(nearest, ops.gather(book, nearest, 0));
  }

  /** The vectors, with the gradient passed straight through to {@code x}. */
  public <T> T straightThrough(TrainingOps<T> ops, T x, Quantised<T> quantised) {
    return ops.add(x, ops.stopGradient(ops.sub(quantised.vectors(), x)));
  }
}
