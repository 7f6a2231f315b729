package dev.freshet.serving.limits;

import dev.freshet.serving.intake.Intake;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.function.Supplier;

/** Bodies that wait for Kafka, of all routes that take something in. */
@Singleton
public class IntakeAdmission {

  private final Admission admission;
  private final Counter shed;

  IntakeAdmission(LimitsConfig config, MeterRegistry meters) {
    this.admission = new Admission(config.bodiesAtOnce());
    this.shed = meters.counter("freshet.serving.bodies.shed");
  }

  /** What comes of the body; it is sent back where too many wait. */
  public Intake admit(Supplier<Intake> intake) {
    return admission.admit(
        intake,
        () -> {
          shed.increment();
          return new Intake.Shed();
        });
  }
}
