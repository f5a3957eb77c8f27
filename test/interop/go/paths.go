package main

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"time"
)

// pathsAt verifies both certificates as they would be at a moment.
func pathsAt(server, client *tls.Config, at time.Time) (serverErr, clientErr error) {
	shown, err := shownBy(server)
	if err != nil {
		return err, nil
	}
	clientErr = pathAt(shown, client.RootCAs, x509.ExtKeyUsageServerAuth, at)
	if server.ClientAuth != tls.NoClientCert {
		if shown, err = shownBy(client); err == nil {
			err = pathAt(shown, server.ClientCAs, x509.ExtKeyUsageClientAuth, at)
		}
		serverErr = err
	}
	return serverErr, clientErr
}

func shownBy(end *tls.Config) (*tls.Certificate, error) {
	switch {
	case end.GetCertificate != nil:
		return end.GetCertificate(&tls.ClientHelloInfo{})
	case len(end.Certificates) > 0:
		return &end.Certificates[0], nil
	default:
		return nil, errors.New("no certificate")
	}
}

func pathAt(shown *tls.Certificate, roots *x509.CertPool, usage x509.ExtKeyUsage, at time.Time) error {
	options := x509.VerifyOptions{
		Roots:         roots,
		Intermediates: x509.NewCertPool(),
		KeyUsages:     []x509.ExtKeyUsage{usage},
		CurrentTime:   at,
	}
	leaf, err := x509.ParseCertificate(shown.Certificate[0])
	if err != nil {
		return err
	}
	for _, der := range shown.Certificate[1:] {
		certificate, err := x509.ParseCertificate(der)
		if err != nil {
			return fmt.Errorf("chain: %w", err)
		}
		options.Intermediates.AddCert(certificate)
	}
	_, err = leaf.Verify(options)
	return err
}
