package dev.freshet.models.rows;

/**
 * One row of a table: its values, their Adagrad accumulators, and the gradient that the present
 * batch gathers. Belongs to its {@link RowStore}.
 */
public final class Row {
  static final float[] NONE = {};

  final RowTable table;
  final String id;

  /** [width], or empty until the row is admitted. */
  float[] values = NONE;

  /** [width] sums of squared gradients, or empty until the row is admitted. */
  float[] squares = NONE;

  /** [width] gradient of the present batch; allocated when it is first asked for. */
  float[] gradient = NONE;

  int sights;
  long seenAt;
  long step;
  boolean unsaved;
  boolean unpublished;
  boolean touched;
  boolean changed;
  boolean removed;

  /** Steps in the present round; see {@link RowMerge}. */
  int uses;

  /** Whether the present round lists it. */
  boolean inRound;

  Row(RowTable table, String id) {
    this.table = table;
    this.id = id;
  }

  /** Whether the id was seen often enough to be learned. */
  public boolean admitted() {
    return values.length > 0;
  }

  /** The table it belongs to. */
  public RowTable table() {
    return table;
  }

  /** How often it was seen, counted up to its admission. */
  public int sights() {
    return sights;
  }

  /** The values, not to be changed; empty until the row is admitted. */
  public float[] values() {
    return values;
  }

  /** Gives an admitted row other values; they count as changed by the present batch. */
  public void set(float... other) {
    System.arraycopy(other, 0, values, 0, values.length);
    changed = true;
  }

  /** Where the batch adds up the gradient of this row; only of an admitted row. */
  public float[] gradient() {
    return gradient;
  }
}
