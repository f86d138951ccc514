package dev.berth.benchmarks.vectorpack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Reading instances, checking packings and drawing samples. */
class InstanceReaderTest {
  @Test
  void readsCapacitiesAndItems() throws IOException {
    Instance instance = read("2\n100 50\n3\n10 20 1\n30 40 1\n50 50 1\n");
    assertThat(instance.capacity()).containsExactly(100, 50);
    assertThat(instance.items()).isDeepEqualTo(new long[][] {{10, 20}, {30, 40}, {50, 50}});
  }

  @Test
  void anItemComesAsOftenAsItsLineSays() throws IOException {
    assertThat(read("2\n100 50\n2\n10 20 3\n30 40\n").items())
        .isDeepEqualTo(new long[][] {{10, 20}, {10, 20}, {10, 20}, {30, 40}});
  }

  @Test
  void whatIsDamagedIsRefusedWithItsLine() {
    assertThatThrownBy(() -> read("2\n100\n1\n1 1 1\n"))
        .hasMessage("made, line 2: the capacities must be 2 to 2 numbers, found '100'");
    assertThatThrownBy(() -> read("2\n100 50\n2\n1 1 1\n"))
        .hasMessage("made, line 5: item 1 must follow, but the file ends");
    assertThatThrownBy(() -> read("2\n100 50\n1\n1 -1 1\n"))
        .hasMessage("made, line 4: item 0 must be whole numbers, found '1 -1 1'");
    assertThatThrownBy(() -> read("0\n"))
        .hasMessage("made, line 1: the number of dimensions must be between 1 and 1000, is 0");
    assertThatThrownBy(() -> read("1\n10\n1\n1 1\n7\n"))
        .hasMessage("made, line 5: after the 1 items nothing may follow, found '7'");
  }

  @Test
  void aPackingThatOverflowsABinIsNoPacking() throws IOException {
    Instance instance = read("1\n10\n3\n6\n4\n5\n");
    assertThat(instance.bins(new int[] {0, 0, 1})).isEqualTo(2);
    assertThatThrownBy(() -> instance.bins(new int[] {0, 1, 0}))
        .hasMessage("bin 0 of made holds 11 of dimension 0, at most 10 fit");
    assertThatThrownBy(() -> instance.bins(new int[] {0, -1, 1}))
        .hasMessage("item 1 of made is in no bin");
  }

  @Test
  void firstFitDecreasingPacksWhatFirstFitDoesNot() throws IOException {
    Instance instance = read("1\n10\n4\n4\n4\n6\n6\n");
    assertThat(instance.bins(new Solver.FirstFit().pack(instance))).isEqualTo(3);
    assertThat(instance.bins(new Solver.FirstFitDecreasing().pack(instance))).isEqualTo(2);
  }

  @Test
  void aSampleHasTheShareOfEachStratumAndIsTheSameForASeed() {
    List<Integer> numbers = IntStream.range(0, 400).boxed().toList();
    List<Integer> sample = Sample.stratified(numbers, n -> n < 300 ? "a" : "b", 40, 7);
    assertThat(sample).hasSize(40).doesNotHaveDuplicates();
    assertThat(sample.stream().filter(n -> n < 300)).hasSize(30);
    assertThat(Sample.stratified(numbers, n -> n < 300 ? "a" : "b", 40, 7)).isEqualTo(sample);
    assertThat(Sample.stratified(numbers, n -> "a", 1_000, 7)).isEqualTo(numbers);
  }

  @Test
  void siblingsDifferInTheirNumberOnly() {
    assertThat(Instance.stratumOf("class1_20_3_0")).isEqualTo("class1_20_3");
  }

  private static Instance read(String text) throws IOException {
    return InstanceReader.read("made", new StringReader(text));
  }
}
