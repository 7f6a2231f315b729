package dev.freshet.loadtests.evaluate.metammf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.loadtests.evaluate.Claim;
import dev.freshet.loadtests.evaluate.ExperimentSettings;
import dev.freshet.loadtests.evaluate.Findings;
import dev.freshet.loadtests.evaluate.Progress;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MetaMmfExperimentTest {

  @Test
  void findsInTheQuickFormWhatWasPlanted() {
    var settings = new ExperimentSettings(true, List.of(1L, 2L), Optional.empty());
    var silent = new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);

    Findings findings =
        new MetaMmfExperiment().run(settings, new Progress(silent, InstantSource.system()));

    assertThat(findings.claims().stream().filter(Claim::required)).hasSize(2);
    assertThat(findings.pass()).as(findings.claimTable().text()).isTrue();
  }
}
