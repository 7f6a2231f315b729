package dev.freshet.models.net.layer;

import dev.freshet.models.net.Initialiser;
import dev.freshet.models.net.Ops;
import dev.freshet.models.net.Parameter;
import dev.freshet.models.net.Tensors;
import java.util.ArrayList;
import java.util.List;

/**
 * The way down and the way up of one level of a U-Net; Ronneberger, Fischer and Brox, MICCAI 2015.
 *
 * @param name prefix of its parameters
 * @param in channels that come in and go out
 * @param inner channels of the level below
 */
public record UnetBlocks(String name, int in, int inner) {

  private ConvBlock downward() {
    return new ConvBlock(name + "/down", in, inner, 3);
  }

  private ConvBlock upward() {
    return new ConvBlock(name + "/up", 2 * inner, in, 3);
  }

  /** The trained parameters of both. */
  public List<Parameter> initialise(Initialiser init) {
    List<Parameter> all = new ArrayList<>(downward().initialise(init));
    Parameter grow = init.uniform(name + "/grow", (float) (1 / Math.sqrt(inner)), inner, inner * 4);
    all.add(new Parameter(grow.name(), grow.values(), inner, inner, 2, 2));
    all.addAll(upward().initialise(init));
    return all;
  }

  /** The running statistics of both. */
  public List<Parameter> statistics(Initialiser init) {
    List<Parameter> all = new ArrayList<>(downward().statistics(init));
    all.addAll(upward().statistics(init));
    return all;
  }

  /**
   * What goes to the level below and what waits for the way up.
   *
   * @param below [batch, inner, height / 2, width / 2]
   * @param across [batch, inner, height, width]
   */
  public record Halved<T>(T below, T across) {}

  /** [batch, in, height, width], both even, to half the size. */
  public <T> Halved<T> down(Ops<T> ops, T x, Tensors<T> parameters) {
    T across = downward().forward(ops, x, parameters);
    return new Halved<>(ops.maxPool(across, 2, 2, 0), across);
  }

  /** Back to [batch, in, height, width]. */
  public <T> T up(Ops<T> ops, Halved<T> halved, Tensors<T> parameters) {
    T grown = ops.transposedConv2d(halved.below(), parameters.tensor(name + "/grow"), 2, 2);
    return upward().forward(ops, ops.concat(List.of(grown, halved.across()), 1), parameters);
  }
}
