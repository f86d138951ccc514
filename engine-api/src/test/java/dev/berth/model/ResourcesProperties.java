package dev.berth.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.InvalidSpecException;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class ResourcesProperties {
  @Property
  void minusUndoesPlus(@ForAll("vectors") Resources one, @ForAll("vectors") Resources other) {
    assertThat(one.plus(other).minus(other)).isEqualTo(one);
    assertThat(one.plus(other)).isEqualTo(other.plus(one));
    assertThat(one.plus(Resources.NONE)).isEqualTo(one);
    assertThat(one.minus(one)).isEqualTo(Resources.NONE);
  }

  @Property
  void plusAddsEachResource(@ForAll("vectors") Resources one, @ForAll("vectors") Resources other) {
    Resources sum = one.plus(other);
    for (String name : names(one, other)) {
      assertThat(sum.get(name)).isEqualTo(one.get(name) + other.get(name));
    }
  }

  @Property
  void fitsExactlyWhereItCanBeTakenFrom(
      @ForAll("vectors") Resources demand, @ForAll("vectors") Resources available) {
    boolean fits =
        names(demand, available).stream().allMatch(name -> demand.get(name) <= available.get(name));

    assertThat(demand.fitsIn(available)).isEqualTo(fits);
    if (fits) {
      assertThat(available.minus(demand).plus(demand)).isEqualTo(available);
    } else {
      assertThatThrownBy(() -> available.minus(demand)).isInstanceOf(InvalidSpecException.class);
    }
  }

  @Property
  void fitsInWhatItIsAPartOf(@ForAll("vectors") Resources one, @ForAll("vectors") Resources other) {
    assertThat(one.fitsIn(one.plus(other))).isTrue();
    assertThat(Resources.NONE.fitsIn(one)).isTrue();
    assertThat(one.fitsIn(one)).isTrue();
  }

  @Property
  void holdsNoAmountOfNothing(@ForAll("vectors") Resources one, @ForAll("names") String name) {
    assertThat(one.with(name, 0).amounts()).doesNotContainKey(name).doesNotContainValue(0L);
    assertThat(one.with(name, 7).get(name)).isEqualTo(7);
  }

  private static Set<String> names(Resources one, Resources other) {
    Set<String> names = new TreeSet<>(one.amounts().keySet());
    names.addAll(other.amounts().keySet());
    return names;
  }

  @Provide
  Arbitrary<String> names() {
    return Arbitraries.of("cpu", "memory", "ports", "gpu", "licences");
  }

  @Provide
  Arbitrary<Resources> vectors() {
    Arbitrary<Long> amounts =
        Arbitraries.oneOf(
            Arbitraries.longs().between(0, 3),
            Arbitraries.longs().between(0, Resources.MAXIMUM_AMOUNT / 2));
    return Arbitraries.maps(names(), amounts).map(map -> new Resources(new TreeMap<>(map)));
  }
}
