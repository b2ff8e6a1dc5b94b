package com.campaignmanager.bench;

import com.campaignmanager.bench.lab.Lab;
import com.campaignmanager.bench.report.Finding;
import java.util.List;

/** One measurement. */
public interface Experiment {
    /** The word that selects it on the command line. */
    String name();

    /** Measures in databases of its own. An exception becomes a line of the table. */
    List<Finding> run(Lab lab) throws Exception;
}
