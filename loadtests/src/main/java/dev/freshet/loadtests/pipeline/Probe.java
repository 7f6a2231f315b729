package dev.freshet.loadtests.pipeline;

/** Measures again and again until it is closed. */
interface Probe extends AutoCloseable {

  /** Runs until {@link #close}; called on a thread of its own. */
  void run() throws InterruptedException;

  /** Asks {@link #run} to return. */
  @Override
  void close();
}
