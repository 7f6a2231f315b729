package dev.freshet.serving;

import io.micronaut.runtime.Micronaut;
import io.swagger.v3.oas.annotations.OpenAPIDefinition;
import io.swagger.v3.oas.annotations.info.Info;
import io.swagger.v3.oas.annotations.info.License;

/** Starts a serving node. */
@OpenAPIDefinition(
    info =
        @Info(
            title = "Freshet",
            version = "1",
            description = "A real-time recommender for micro-video feeds.",
            license = @License(name = "Apache-2.0")))
public final class Application {

  private Application() {}

  public static void main(String[] args) {
    Micronaut.build(args).mainClass(Application.class).banner(false).start();
  }
}
