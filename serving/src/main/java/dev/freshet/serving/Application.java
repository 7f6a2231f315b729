package dev.freshet.serving;

import dev.freshet.serving.access.UnprotectedException;
import io.micronaut.context.env.Environment;
import io.micronaut.runtime.Micronaut;
import io.swagger.v3.oas.annotations.OpenAPIDefinition;
import io.swagger.v3.oas.annotations.enums.SecuritySchemeIn;
import io.swagger.v3.oas.annotations.enums.SecuritySchemeType;
import io.swagger.v3.oas.annotations.info.Info;
import io.swagger.v3.oas.annotations.info.License;
import io.swagger.v3.oas.annotations.security.SecurityRequirement;
import io.swagger.v3.oas.annotations.security.SecurityScheme;

/** Starts a serving node. */
@OpenAPIDefinition(
    info =
        @Info(
            title = "Freshet",
            version = "1",
            description = "A real-time recommender for micro-video feeds.",
            license = @License(name = "Apache-2.0")),
    security = {@SecurityRequirement(name = "bearer"), @SecurityRequirement(name = "header")})
@SecurityScheme(name = "bearer", type = SecuritySchemeType.HTTP, scheme = "bearer")
@SecurityScheme(
    name = "header",
    type = SecuritySchemeType.APIKEY,
    in = SecuritySchemeIn.HEADER,
    paramName = "X-API-Key")
public final class Application {

  private Application() {}

  public static void main(String[] args) {
    new Node().args(args).mainClass(Application.class).banner(false).start();
  }

  /** Says what keeps a node from starting in one sentence, where it can be said so. */
  private static final class Node extends Micronaut {

    @Override
    @SuppressWarnings("SystemOut") // for the operator, whatever is logged
    protected void handleStartupException(Environment environment, Throwable failure) {
      for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
        if (cause instanceof UnprotectedException) {
          System.err.println(cause.getMessage());
          System.exit(2);
        }
      }
      super.handleStartupException(environment, failure);
    }
  }
}
