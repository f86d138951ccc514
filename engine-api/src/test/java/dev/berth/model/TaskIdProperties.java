package dev.berth.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.InvalidSpecException;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class TaskIdProperties {
  @Property
  void isReadFromWhatItWrites(@ForAll("ids") TaskId id) {
    assertThat(TaskId.parse(id.toString())).isEqualTo(id);
  }

  @Property
  void differentTasksHaveDifferentDriverNames(
      @ForAll("ids") TaskId one, @ForAll("ids") TaskId other) {
    assertThat(one.driverName().equals(other.driverName())).isEqualTo(one.equals(other));
  }

  @Property
  void ordersAsItEquals(@ForAll("ids") TaskId one, @ForAll("ids") TaskId other) {
    assertThat(one.compareTo(other) == 0).isEqualTo(one.equals(other));
    assertThat(Integer.signum(one.compareTo(other)))
        .isEqualTo(-Integer.signum(other.compareTo(one)));
  }

  @Property
  void readsNothingElse(@ForAll("texts") String text) {
    try {
      assertThat(TaskId.parse(text)).hasToString(text);
    } catch (InvalidSpecException refusal) {
      assertThat(refusal).hasMessageContaining("'");
    }
  }

  @Example
  void saysWhatItExpected() {
    for (String text :
        new String[] {
          "",
          "web/3",
          "shop/web/",
          "shop/web/0",
          "shop/web/03",
          "shop/web/-1",
          "shop/web/+1",
          "shop/web/x",
          "shop/web/1/1",
          "shop/web/9223372036854775808",
          "shop/web/99999999999999999999"
        }) {
      assertThatThrownBy(() -> TaskId.parse(text))
          .isInstanceOf(InvalidSpecException.class)
          .hasMessage("'%s' is not a task id: expected cluster/service/number".formatted(text));
    }
  }

  @Example
  void saysWhichPartIsNoName() {
    assertThatThrownBy(() -> TaskId.parse("Shop/web/1"))
        .isInstanceOf(InvalidSpecException.class)
        .hasMessageStartingWith("cluster name 'Shop' is not a name");
  }

  @Example
  void showsItselfInThreeForms() {
    TaskId id = new TaskId(new ServiceId("shop", "web"), 3);

    assertThat(id).hasToString("shop/web/3");
    assertThat(id.shortName()).isEqualTo("web/3");
    assertThat(id.driverName()).isEqualTo("shop--web--3");
  }

  @Provide
  Arbitrary<TaskId> ids() {
    // Few characters and dashes at the ends, where names could run into each other.
    Arbitrary<String> names =
        Arbitraries.strings()
            .withChars("a1-")
            .ofMinLength(1)
            .ofMaxLength(4)
            .filter(name -> !name.startsWith("-") && !name.contains("--"));
    Arbitrary<Long> numbers =
        Arbitraries.oneOf(
            Arbitraries.longs().between(1, 12), Arbitraries.longs().greaterOrEqual(1));
    return Combinators.combine(names, names, numbers)
        .as((cluster, service, number) -> new TaskId(new ServiceId(cluster, service), number));
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.strings().withChars("a1-/ ").ofMaxLength(9);
  }
}
