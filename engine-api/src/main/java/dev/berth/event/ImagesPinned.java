package dev.berth.event;

import dev.berth.model.PinnedImage;
import dev.berth.model.ServiceId;
import java.util.List;

/**
 * It is known what the image tags of a deployment stand for: tasks placed from now on get exactly
 * that, whatever the tags stand for then.
 *
 * @param service the service
 * @param deployment counts the service's deployments, from 1
 * @param images what was found; those of other containers, and what was found before, stay
 */
public record ImagesPinned(ServiceId service, long deployment, List<PinnedImage> images)
    implements ServiceEvent {
  public ImagesPinned {
    images = List.copyOf(images);
  }
}
