package dev.berth.benchmarks.c2m;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.benchmarks.Settings;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole story on a small cluster. */
class TrialTest {
  @TempDir Path folder;

  @Test
  void tasksOutliveLostNodesAndTwoEngines() throws InterruptedException {
    // Nodes with room for more than they have, for two are lost and a task is added.
    Size size = new Size(600, 24);
    try (Trial trial = new Trial(size, terms())) {
      assertThat(trial.grow().tasks()).isEqualTo(600);
      assertThat(trial.plane().started()).isEqualTo(600);
      Trial.Loss rack = trial.lose(false);
      Trial.Loss scattered = trial.lose(true);
      assertThat(rack.tasks()).isPositive();
      assertThat(scattered.tasks()).isPositive();
      assertThat(trial.plane().started()).isEqualTo(600 + rack.tasks() + scattered.tasks());
      Trial.Restart killed = trial.restart(true);
      assertThat(killed.snapshot() + killed.replayed()).isEqualTo(killed.events());
      assertThat(trial.restart(false).events()).isGreaterThan(killed.events());
      assertThat(trial.journalBytes()).isPositive();
      assertThat(trial.plane().tasks()).isEqualTo(602);
    }
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void smallerClustersAreAsDense() {
    assertThat(Size.of(2_000_000)).isEqualTo(new Size(2_000_000, 6_100));
    assertThat(Size.of(20_000)).isEqualTo(new Size(20_000, 61));
    assertThat(Size.of(2_000_000).lostNodes()).isEqualTo(100);
    assertThat(Size.of(20_000).lostNodes()).isEqualTo(1);
    assertThat(Size.of(10)).isEqualTo(new Size(10, 1));
  }

  private Terms terms() {
    return Terms.of(
        new Settings(Map.of("services", "2", "journal.directory", folder.toString())::get));
  }
}
