package dev.freshet.local.process;

import java.io.PrintStream;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What the person sees. Quiet: the launcher's own words and the lines of spoken processes; verbose:
 * every line of every process, with its name in front.
 */
public final class Terminal {

  private static final Pattern LOG_LINE =
      Pattern.compile("\\d\\d:\\d\\d:\\d\\d\\.\\d{3} (TRACE|DEBUG|INFO|WARN|ERROR)\\b.*");
  private static final List<Integer> COLOURS = List.of(36, 33, 32, 35, 34, 31);
  private static final int NAME_WIDTH = 8;

  private final PrintStream out;
  private final boolean verbose;
  private final boolean coloured;

  /** Writes to {@code out}, with colours only where it is a terminal that wants them. */
  public Terminal(PrintStream out, boolean verbose, boolean coloured) {
    this.out = out;
    this.verbose = verbose;
    this.coloured = coloured;
  }

  /** Says something of the launcher's own. */
  public void say(String message) {
    out.println(message);
    out.flush();
  }

  /** Passes on a line of a process, if it is to be seen. */
  void line(ChildSpec spec, String line) {
    if (verbose) {
      say(prefix(spec.name()) + line);
    } else if (spec.spoken() && !LOG_LINE.matcher(line).matches()) {
      say(line);
    }
  }

  private String prefix(String name) {
    String padded = name + " ".repeat(Math.max(0, NAME_WIDTH - name.length())) + "| ";
    if (!coloured) {
      return padded;
    }
    int colour = COLOURS.get(Math.floorMod(name.hashCode(), COLOURS.size()));
    return "\u001b[" + colour + "m" + padded + "\u001b[0m";
  }
}
