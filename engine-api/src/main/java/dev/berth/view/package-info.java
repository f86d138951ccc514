/** What users read: immutable snapshots of tasks, services, deployments and nodes. */
@NullMarked
package dev.berth.view;

import org.jspecify.annotations.NullMarked;
