package dev.berth.ecs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.model.TaskDefinition;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.domains.Domain;

/** Every valid task definition survives being written and read. */
@Domain(TaskDefinitionDomain.class)
class EcsRoundTripProperties {
  @Property(tries = 2000, shrinking = ShrinkingMode.BOUNDED)
  void aStrictReadingOfWhatIsWrittenGivesAnEqualDefinition(@ForAll TaskDefinition definition) {
    assertThat(EcsJson.parse(EcsJson.write(definition))).isEqualTo(definition);
  }

  @Property(tries = 200, shrinking = ShrinkingMode.BOUNDED)
  void aLenientReadingOfWhatIsWrittenHasNoWarnings(@ForAll TaskDefinition definition) {
    EcsReading reading = EcsJson.parseLenient(EcsJson.write(definition));
    assertThat(reading).isEqualTo(new EcsReading(definition, List.of()));
  }

  @Property(tries = 200, shrinking = ShrinkingMode.BOUNDED)
  void whatIsWrittenIsStableUnderReading(@ForAll TaskDefinition definition) {
    String written = EcsJson.write(definition);
    assertThat(EcsJson.write(EcsJson.parse(written))).isEqualTo(written);
  }
}
