package com.campaignmanager.customer.imports;

import com.campaignmanager.customer.imports.UploadStore.Upload;

/** An uploaded file that is being read. */
record OpenedFile(Upload upload, CustomerSource source) {}
