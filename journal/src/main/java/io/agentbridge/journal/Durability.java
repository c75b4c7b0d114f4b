package io.agentbridge.journal;

/** What "written" means before anything is shown or answered. */
public enum Durability {
    /** Survives the death of the process: in the operating system's memory. */
    OS,
    /** Survives a power cut: forced to the disk. */
    DISK
}
