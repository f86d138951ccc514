package dev.berth.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a benchmark says when it was not given what it needs. */
class SettingsTest {
  @TempDir Path folder;

  @Test
  void aMissingDirectoryIsAskedForWithWhatHasToBeInIt() {
    assertThatThrownBy(() -> settings(Map.of()).directory("openb.dir", List.of("a.csv", "b.csv")))
        .isInstanceOf(UnusableSettingException.class)
        .hasMessage("-Dopenb.dir=DIRECTORY is needed: a directory with a.csv, b.csv");
  }

  @Test
  void aDirectoryThatIsNoneIsNamed() {
    assertThatThrownBy(() ->
            settings(Map.of("openb.dir", "/nowhere")).directory("openb.dir", List.of("a.csv")))
        .hasMessage("-Dopenb.dir=/nowhere is not a directory; it must be one with a.csv");
  }

  @Test
  void onlyTheFilesThatLackAreNamed() throws IOException {
    Files.writeString(folder.resolve("a.csv"), "");
    assertThatThrownBy(() ->
            settings(Map.of("openb.dir", folder.toString()))
                .directory("openb.dir", List.of("a.csv", "b.csv")))
        .hasMessage("-Dopenb.dir=%s lacks b.csv".formatted(folder));
  }

  @Test
  void aTimeHasAUnit() {
    assertThat(settings(Map.of("budget", "500ms")).duration("budget", Duration.ZERO))
        .isEqualTo(Duration.ofMillis(500));
    assertThat(settings(Map.of("budget", "1.5s")).duration("budget", Duration.ZERO))
        .isEqualTo(Duration.ofMillis(1_500));
    assertThatThrownBy(() -> settings(Map.of("budget", "5")).duration("budget", Duration.ZERO))
        .hasMessage("-Dbudget=5 must be a time such as 500ms, 1s or 2m");
    assertThatThrownBy(() -> settings(Map.of("budget", "0s")).duration("budget", Duration.ZERO))
        .isInstanceOf(UnusableSettingException.class);
  }

  @Test
  void aNumberIsWholeAndPositive() {
    assertThat(settings(Map.of("nodes", "10, 200")).positives("nodes", "1"))
        .containsExactly(10, 200);
    assertThat(settings(Map.of()).positive("rounds", 5)).isEqualTo(5);
    assertThatThrownBy(() -> settings(Map.of("rounds", "0")).positive("rounds", 5))
        .hasMessage("-Drounds=0 must be a whole number from 1 on");
    assertThatThrownBy(() -> settings(Map.of("rounds", "many")).positive("rounds", 5))
        .hasMessage("-Drounds=many must be a whole number from 1 on");
  }

  private static Settings settings(Map<String, String> values) {
    return new Settings(values::get);
  }
}
