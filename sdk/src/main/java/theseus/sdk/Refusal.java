package theseus.sdk;

/** A reason to refuse: an enum with this marker. The constant's name is the stable code. */
public interface Refusal {
    String name();
}
