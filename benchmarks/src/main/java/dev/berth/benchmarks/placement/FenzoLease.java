package dev.berth.benchmarks.placement;

import com.netflix.fenzo.VirtualMachineLease;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.mesos.Protos;
import org.jspecify.annotations.Nullable;

/** A machine as Fenzo is offered it. */
final class FenzoLease implements VirtualMachineLease {
  private final Machine machine;
  private final Map<String, Double> scalars;
  private final Map<String, Protos.Attribute> attributes;

  FenzoLease(Machine machine) {
    this.machine = machine;
    this.scalars = FenzoTask.scalars(machine.capacity());
    // Not Map.of: Fenzo also asks it for the null that an unset attribute name is.
    this.attributes = new HashMap<>();
    attributes.put("zone", attribute("zone", machine.zone()));
    attributes.put("architecture", attribute("architecture", machine.architecture()));
  }

  private static Protos.Attribute attribute(String name, String value) {
    return Protos.Attribute.newBuilder()
        .setName(name)
        .setType(Protos.Value.Type.TEXT)
        .setText(Protos.Value.Text.newBuilder().setValue(value))
        .build();
  }

  @Override
  public String getId() {
    return machine.name();
  }

  @Override
  public long getOfferedTime() {
    return System.currentTimeMillis();
  }

  @Override
  public String hostname() {
    return machine.name();
  }

  @Override
  public String getVMID() {
    return machine.name();
  }

  @Override
  public double cpuCores() {
    return machine.capacity().get(0);
  }

  @Override
  public double memoryMB() {
    return machine.capacity().get(1);
  }

  @Override
  public double networkMbps() {
    return FenzoTask.amount(machine.capacity(), 2);
  }

  @Override
  public double diskMB() {
    return FenzoTask.amount(machine.capacity(), 3);
  }

  @Override
  public List<Range> portRanges() {
    return List.of();
  }

  /** None: an offer is only needed to be given back to Mesos. */
  @Override
  public Protos.@Nullable Offer getOffer() {
    return null;
  }

  @Override
  public Map<String, Protos.Attribute> getAttributeMap() {
    return attributes;
  }

  @Override
  public @Nullable Double getScalarValue(String name) {
    return scalars.get(name);
  }

  @Override
  public Map<String, Double> getScalarValues() {
    return scalars;
  }
}
