package dev.freshet.local.process;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.time.Duration;
import java.util.Arrays;

/**
 * Runs another main class in a process that ends when its launcher does.
 *
 * <p>The launcher holds the other end of this process's standard input. However the launcher ends,
 * {@code kill -9} included, that end is closed, and this process then stops as if it had been asked
 * to. Ctrl-C, a closed terminal and {@code timeout} reach every process of the group at once; their
 * signals are ignored here, so that the launcher alone decides the order in which its children
 * stop.
 */
public final class ChildMain {

  private ChildMain() {}

  /** Takes the grace period in milliseconds, the main class, and the arguments of the latter. */
  public static void main(String[] args) throws Exception {
    Duration grace = Duration.ofMillis(Long.parseLong(args[0]));
    Thread watch = new Thread(() -> endWithLauncher(grace), "launcher-watch");
    watch.setDaemon(true);
    watch.start();
    ignore("INT");
    ignore("HUP");
    ignore("TERM");
    try {
      Class.forName(args[1])
          .getMethod("main", String[].class)
          .invoke(null, (Object) Arrays.copyOfRange(args, 2, args.length));
    } catch (InvocationTargetException e) {
      Throwable cause = e.getCause();
      Thread main = Thread.currentThread();
      main.getUncaughtExceptionHandler().uncaughtException(main, cause == null ? e : cause);
      System.exit(1);
    }
  }

  private static void endWithLauncher(Duration grace) {
    try {
      while (System.in.read() >= 0) {
        // the launcher says nothing; only the end of the stream matters
      }
    } catch (IOException e) {
      System.err.println("lost the launcher: " + e);
    }
    Thread end = new Thread(() -> System.exit(1), "launcher-gone");
    end.setDaemon(true);
    end.start();
    try {
      end.join(grace);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().halt(1);
  }

  /** By reflection: the compiler warns of each direct use of this class, unsuppressably. */
  private static void ignore(String signal) throws ReflectiveOperationException {
    Class<?> signals = Class.forName("sun.misc.Signal");
    Class<?> handlers = Class.forName("sun.misc.SignalHandler");
    Object ignored = handlers.getField("SIG_IGN").get(null);
    signals
        .getMethod("handle", signals, handlers)
        .invoke(null, signals.getConstructor(String.class).newInstance(signal), ignored);
  }
}
