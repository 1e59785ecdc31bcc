/**
 * The reference model of upgrades: a chain as plain maps, versions as functions, and what each
 * phase of a plan does to old and new tables. It is written for reading, not for speed: everything
 * is copied, nothing is cached, strings stand for all values.
 *
 * <p>Reading order: {@link theseus.model.Version} (what a module is here), {@link
 * theseus.model.World} (one execution), {@link theseus.model.Lens} and {@link theseus.model.Mirror}
 * (how a change reaches the other side), {@link theseus.model.Comparison} (what counts as a
 * difference), {@link theseus.model.Chain} (who counts in which phase), {@link
 * theseus.model.Follower} (the same before there are two worlds in a block), {@link
 * theseus.model.Transitions} (when a phase ends).
 */
package theseus.model;
