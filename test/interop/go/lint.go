package main

import (
	"encoding/pem"
	"fmt"
	"os"

	"github.com/zmap/zcrypto/x509"
	"github.com/zmap/zlint/v3"
	"github.com/zmap/zlint/v3/lint"
)

// sources are the RFCs; the others are rules of public authorities, which a private one does not follow.
var sources = lint.SourceList{lint.RFC3279, lint.RFC5280, lint.RFC5480, lint.RFC5891, lint.RFC8813}

type complaint struct {
	File    string `json:"file"`
	Lint    string `json:"lint"`
	Status  string `json:"status"`
	Details string `json:"details,omitempty"`
}

type lintReport struct {
	Certificates int         `json:"certificates"`
	Lints        int         `json:"lints"`
	Complaints   []complaint `json:"complaints"`
}

func lintFiles(files []string) (*lintReport, error) {
	registry, err := lint.GlobalRegistry().Filter(lint.FilterOptions{IncludeSources: sources})
	if err != nil {
		return nil, err
	}
	report := &lintReport{Lints: len(registry.Names()), Complaints: []complaint{}}
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		for block, rest := pem.Decode(content); block != nil; block, rest = pem.Decode(rest) {
			certificate, err := x509.ParseCertificate(block.Bytes)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", file, err)
			}
			report.Certificates++
			for name, result := range zlint.LintCertificateEx(certificate, registry).Results {
				if result.Status >= lint.Notice {
					report.Complaints = append(report.Complaints, complaint{file, name, result.Status.String(), result.Details})
				}
			}
		}
	}
	return report, nil
}
