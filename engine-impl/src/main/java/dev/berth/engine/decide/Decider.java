package dev.berth.engine.decide;

import dev.berth.BerthException;
import dev.berth.engine.command.Command;
import dev.berth.engine.command.Command.CloseEngine;
import dev.berth.engine.command.Command.CreateCluster;
import dev.berth.engine.command.Command.CreateService;
import dev.berth.engine.command.Command.DeleteService;
import dev.berth.engine.command.Command.PutNode;
import dev.berth.engine.command.Command.RedeployService;
import dev.berth.engine.command.Command.RegisterTaskDefinition;
import dev.berth.engine.command.Command.RemoveNode;
import dev.berth.engine.command.Command.Report;
import dev.berth.engine.command.Command.Request;
import dev.berth.engine.command.Command.ResetBackoff;
import dev.berth.engine.command.Command.StartEngine;
import dev.berth.engine.command.Command.StopTask;
import dev.berth.engine.command.Command.UpdateService;
import dev.berth.engine.place.Placement;
import dev.berth.engine.state.EngineState;
import dev.berth.event.EngineClosing;
import dev.berth.event.EngineStarted;
import java.util.Set;

/**
 * Decides commands: a function of the state and the command that changes nothing. Requests may be
 * refused; reports are facts and at most make none.
 */
public final class Decider {
  private final ClusterDecider clusters;
  private final ServiceDecider services;
  private final ReportDecider reports;

  /** A decider that reads {@code state}; {@code drivers} are the names of the engine's drivers. */
  public Decider(EngineState state, Placement placement, Set<String> drivers) {
    this.clusters = new ClusterDecider(state, placement, drivers);
    this.services = new ServiceDecider(state, placement);
    this.reports = new ReportDecider(state);
  }

  /** The command's events, or its refusal. */
  public Decision decide(Command command) {
    return switch (command) {
      case Request request -> decide(request);
      case Report report -> new Decision.Accepted(reports.decide(report));
    };
  }

  private Decision decide(Request request) {
    try {
      return switch (request) {
        case CreateCluster create -> clusters.decide(create);
        case PutNode put -> clusters.decide(put);
        case RemoveNode remove -> clusters.decide(remove);
        case RegisterTaskDefinition register -> services.decide(register);
        case CreateService create -> services.decide(create);
        case UpdateService update -> services.decide(update);
        case RedeployService redeploy -> services.decide(redeploy);
        case ResetBackoff reset -> services.decide(reset);
        case DeleteService delete -> services.decide(delete);
        case StopTask stop -> services.decide(stop);
        case CloseEngine close -> Decision.accept(new EngineClosing());
        case StartEngine start ->
            Decision.accept(new EngineStarted(start.engineId(), start.epoch()));
      };
    } catch (BerthException refusal) {
      return new Decision.Refused(refusal);
    }
  }
}
